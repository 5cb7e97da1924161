"""The setup code: for one school, whoever else has it at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from belisha.dashboard.setup_code import setup_code, spend_setup_code


def test_of_many_at_one_moment_one_spends_it(tmp_path: Path) -> None:
    for turn in range(20):
        folder = tmp_path / str(turn)
        code, start = setup_code(folder), Barrier(8)

        def spent(folder: Path = folder, code: str = code, start: Barrier = start) -> bool:
            start.wait(timeout=30)
            return spend_setup_code(folder, code)

        with ThreadPoolExecutor(8) as pool:
            found = [each.result() for each in [pool.submit(spent) for _ in range(8)]]
        assert sum(found) == 1
        assert not spend_setup_code(folder, code)


def test_another_code_spends_nothing(tmp_path: Path) -> None:
    code = setup_code(tmp_path)
    assert not spend_setup_code(tmp_path, "AAAA-BBBB-CCCC")
    assert spend_setup_code(tmp_path, code.lower().replace("-", " "))
