import hashlib
import hmac

import pytest

from townbell.people import totp

# RFC 4226, appendix D: the secret and its first ten codes.
SECRET = b"12345678901234567890"
CODES = [755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489]
# RFC 6238, appendix B, SHA-1 rows, last six of the eight digits.
TIMES = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}


@pytest.mark.parametrize(("step", "code"), list(enumerate(CODES)))
def test_codes_are_those_of_rfc_4226(step, code):
    assert totp.code_at(SECRET, step) == str(code)


@pytest.mark.parametrize(("second", "code"), list(TIMES.items()))
def test_codes_are_those_of_rfc_6238(second, code):
    assert totp.step_of(code, secret=SECRET, now=second) == second // 30


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_a_clock_may_be_one_step_off(drift):
    now = 1_800_000_000
    code = totp.code_at(SECRET, (now + drift) // 30)
    assert totp.step_of(code, secret=SECRET, now=now) == (now + drift) // 30


@pytest.mark.parametrize("drift", [-60, 60])
def test_a_clock_may_not_be_two_steps_off(drift):
    now = 1_800_000_000
    code = totp.code_at(SECRET, (now + drift) // 30)
    assert totp.step_of(code, secret=SECRET, now=now) is None


def test_a_step_that_was_used_is_over():
    now = 1_800_000_000
    code = totp.code_at(SECRET, now // 30)
    assert totp.step_of(code, secret=SECRET, now=now, after=now // 30 - 1) == now // 30
    assert totp.step_of(code, secret=SECRET, now=now, after=now // 30) is None


@pytest.mark.parametrize("nonsense", ["", "1", "abcdef", "٣٣٣٣٣٣", "1234567"])
def test_nonsense_is_no_code(nonsense):
    assert totp.step_of(nonsense, secret=SECRET, now=1_800_000_000) is None


def test_secrets_are_new_and_160_bits_long():
    first, second = totp.new_secret(), totp.new_secret()
    assert len(first) == 20
    assert first != second


def test_secret_is_spelled_for_typing():
    assert totp.spelled(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"


def test_address_is_what_apps_read():
    address = totp.address(SECRET, account="farah@example.org", issuer="Ford Street Bell")
    assert address == (
        "otpauth://totp/Ford%20Street%20Bell:farah%40example.org"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Ford%20Street%20Bell"
    )


def test_code_is_the_truncated_hmac():
    """The same number by a second way, with Python's own slices of the digest."""
    digest = hmac.new(SECRET, (7).to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[19] % 16
    number = int.from_bytes(digest[start : start + 4], "big") % 2**31 % 10**6
    assert totp.code_at(SECRET, 7) == str(number).zfill(6)
