"""What the store is found to lie on."""

from pathlib import Path

import pytest

from pmm_core.store.checkup import check_space, check_store, existing_part, file_system_of

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/home /home/ada nfs4 rw 0 0
/dev/vdb /home/ada/local\\040disk xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/pmm", "ext4"),
        ("/home/ada/pmm", "nfs4"),
        ("/home/ada/local disk/pmm", "xfs"),
        ("/home/adam", "ext4"),
    ],
)
def test_the_nearest_mount_tells_the_file_system(folder: str, kind: str) -> None:
    assert file_system_of(Path(folder), MOUNTS) == kind


def test_a_store_on_a_network_file_system_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("pmm_core.store.checkup._MOUNTS", mounts)
    checks = check_store(f"sqlite:///{tmp_path / 'own.db'}")
    assert [check.state for check in checks if check.name == "file_system"] == ["problem"]


@pytest.mark.parametrize(
    ("free", "state"), [(50_000_000, "problem"), (500_000_000, "warning"), (5_000_000_000, "ok")]
)
def test_little_space_is_said_before_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr("pmm_core.store.checkup.shutil.disk_usage", lambda folder: usage)
    assert check_space(tmp_path).state == state


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path: Path) -> None:
    assert existing_part(tmp_path / "a" / "b") == tmp_path
