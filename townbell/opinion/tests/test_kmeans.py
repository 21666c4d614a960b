from itertools import product

import numpy as np
import pytest

from townbell.opinion import kmeans
from townbell.opinion.kmeans import NotSettled, cluster, cluster_into
from townbell.opinion.likeness import adjusted_rand


def blobs(sizes, *, apart=10.0, seed=0):
    rng = np.random.default_rng(seed)
    parts = [
        rng.normal(size=(size, 2)) + apart * np.array([np.cos(which), np.sin(2 * which)])
        for which, size in enumerate(sizes)
    ]
    return np.vstack(parts), np.repeat(np.arange(len(sizes)), sizes)


def within(points, labels):
    return sum(
        ((points[labels == each] - points[labels == each].mean(axis=0)) ** 2).sum()
        for each in set(labels.tolist())
    )


def silhouette(points, labels):
    away = np.linalg.norm(points[:, None] - points[None], axis=2)
    scores = []
    for i, own in enumerate(labels):
        same = (labels == own) & (np.arange(len(labels)) != i)
        if not same.any():
            scores.append(0.0)
            continue
        inside = away[i, same].mean()
        outside = min(away[i, labels == other].mean() for other in set(labels.tolist()) - {own})
        scores.append((outside - inside) / max(inside, outside))
    return np.mean(scores)


def test_separate_clouds_are_found_and_counted():
    points, truth = blobs([30, 20, 10])
    choice = cluster(points, seed=0)

    assert max(choice.silhouettes, key=choice.silhouettes.get) == 3
    assert adjusted_rand(choice.clustering.labels, truth) == 1
    assert choice.clustering.sizes.tolist() == [30, 20, 10]


@pytest.mark.parametrize("groups", [2, 3])
def test_sum_of_squares_is_the_least_of_all_partitions(groups):
    points = np.random.default_rng(5).normal(size=(9, 2))
    partitions = (np.array(each) for each in product(range(groups), repeat=9))
    least = min(within(points, each) for each in partitions if len(set(each.tolist())) == groups)

    found = cluster_into(points, groups, seed=0)

    assert found.within == pytest.approx(least)
    assert within(points, found.labels) == pytest.approx(least)


def test_silhouettes_are_those_of_the_definition():
    points, _ = blobs([12, 9, 7], apart=2.0, seed=3)
    choice = cluster(points, seed=0)

    for k, stated in choice.silhouettes.items():
        labels = cluster_into(points, k, seed=0).labels
        assert stated == pytest.approx(silhouette(points, labels))
    assert choice.clustering.silhouette == choice.silhouettes[len(choice.clustering.centers)]


def test_centers_are_the_means_of_their_groups():
    points, _ = blobs([12, 9], apart=2.0)
    found = cluster_into(points, 2, seed=0)

    for group, center in enumerate(found.centers):
        assert center == pytest.approx(points[found.labels == group].mean(axis=0))


def test_number_of_groups_that_leaves_one_person_alone_is_refused():
    points, _ = blobs([40, 40], apart=3.0)
    points[0] = [40.0, 40.0]
    alone = [k for k in (2, 3, 4, 5) if cluster_into(points, k, seed=0).sizes.min() == 1]
    points[1] = [40.5, 40.0]
    together = cluster(points, seed=0)

    assert alone == [2, 3, 4, 5]
    assert together.clustering.sizes.min() == 2


def test_when_every_number_leaves_one_alone_the_best_is_kept():
    points, _ = blobs([40, 40], apart=3.0)
    points[0] = [40.0, 40.0]
    choice = cluster(points, seed=0)

    best = max(choice.silhouettes, key=choice.silhouettes.get)
    assert len(choice.clustering.centers) == best
    assert choice.clustering.sizes.min() == 1


@pytest.mark.parametrize("points", [np.empty((0, 2)), np.zeros((1, 2)), np.ones((9, 2))])
def test_without_two_places_there_are_no_groups(points):
    choice = cluster(points, seed=0)

    assert choice.clustering is None
    assert choice.silhouettes == {}


def test_two_places_make_two_groups_and_no_more():
    points = np.repeat([[0.0, 0.0], [1.0, 0.0]], [6, 3], axis=0)
    choice = cluster(points, seed=0)

    assert list(choice.silhouettes) == [2]
    assert choice.silhouettes[2] == 1
    assert choice.clustering.sizes.tolist() == [6, 3]
    assert choice.clustering.within == 0


def test_order_of_people_does_not_matter():
    points, _ = blobs([50, 40, 20], apart=3.0)
    order = np.random.default_rng(1).permutation(len(points))
    first, second = cluster(points, seed=0), cluster(points[order], seed=0)

    assert first.silhouettes == second.silhouettes
    assert (first.clustering.labels[order] == second.clustering.labels).all()


def test_same_seed_gives_the_same_bytes():
    points, _ = blobs([50, 40, 20], apart=1.0)
    first, second = (cluster(points, seed=4).clustering for _ in range(2))

    assert first.centers.tobytes() == second.centers.tobytes()
    assert first.labels.tobytes() == second.labels.tobytes()


def test_grid_finds_the_groups_of_the_points_themselves(monkeypatch):
    points, _ = blobs([1500, 900, 600], apart=3.0)
    exact = cluster(points, seed=0)
    monkeypatch.setattr(kmeans, "POINTS_AT_MOST", 100)
    by_grid = cluster(points, seed=0)

    assert by_grid.clustering.within == pytest.approx(exact.clustering.within, rel=1e-3)
    assert adjusted_rand(by_grid.clustering.labels, exact.clustering.labels) > 0.98
    for k, silhouette_of_points in exact.silhouettes.items():
        assert by_grid.silhouettes[k] == pytest.approx(silhouette_of_points, abs=0.01)


def test_grid_of_points_on_one_line_is_a_line(monkeypatch):
    monkeypatch.setattr(kmeans, "POINTS_AT_MOST", 10)
    points = np.column_stack([np.repeat([0.0, 9.0], 20), np.zeros(40)])

    assert cluster(points, seed=0).clustering.sizes.tolist() == [20, 20]


def test_run_that_does_not_settle_is_an_error(monkeypatch):
    monkeypatch.setattr(kmeans, "MOST_ROUNDS", 1)
    points, _ = blobs([40, 40], apart=1.0)

    with pytest.raises(NotSettled):
        cluster(points, seed=0)


def test_points_are_not_written_to():
    points, _ = blobs([40, 40])
    points.flags.writeable = False

    assert cluster(points, seed=0).clustering is not None
