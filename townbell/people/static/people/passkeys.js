// Passes the server's question to the browser's passkey dialog and its answer back, in a form.
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const descriptors = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  // JSON carries no bytes: challenge and ids travel as base64url.
  const asked = (question) => ({
    ...question,
    challenge: bytes(question.challenge),
    ...(question.user && { user: { ...question.user, id: bytes(question.user.id) } }),
    ...(question.excludeCredentials && { excludeCredentials: descriptors(question.excludeCredentials) }),
    ...(question.allowCredentials && { allowCredentials: descriptors(question.allowCredentials) }),
  });

  const answered = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
  };

  const start = (form) => {
    const button = form.querySelector("[data-passkey-start]");
    const problem = form.querySelector("[data-passkey-problem]");
    if (!window.PublicKeyCredential) return;
    form.querySelector("[data-passkey-missing]").hidden = true;
    button.hidden = false;

    const ask = async () => {
      problem.hidden = true;
      if (!form.reportValidity()) return;
      const publicKey = asked(JSON.parse(form.dataset.question));
      try {
        const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
        form.elements.answer.value = JSON.stringify(answered(credential));
        form.submit();
      } catch {
        // Cancelled, timed out or refused: the browser does not say which, on purpose.
        problem.hidden = false;
      }
    };

    button.addEventListener("click", ask);
    // Enter in the name field would post a form without an answer.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
    });
  };

  document.querySelectorAll("[data-passkey]").forEach(start);
})();
