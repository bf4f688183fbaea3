"""include_graph.py must see each kind of violation in a copy of the real tree, and none in the tree itself."""

import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import include_graph  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


class IncludeGraph(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for part in ("src", "sim", "test", "bench"):
            shutil.copytree(ROOT / part, self.root / part)

    def prepend(self, path, text):
        file = self.root / path
        file.write_text(text + (file.read_text() if file.exists() else ""))

    def replace(self, path, old, new):
        file = self.root / path
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new))

    def assert_one(self, *words):
        complaints = include_graph.complaints_about(self.root)
        self.assertEqual(len(complaints), 1, complaints)
        for word in words:
            self.assertIn(word, complaints[0])

    def test_the_tree_itself_passes(self):
        self.assertEqual(include_graph.complaints_about(self.root), [])

    def test_a_forbidden_include_fails(self):
        self.prepend("src/json/walk.cpp", '#include "http/url.h"\n')
        self.assert_one("src/json/walk.cpp", "json/ may not include http/")

    def test_an_include_that_the_rows_allow_transitively_passes(self):
        self.prepend("src/archive/frame.cpp", '#include "base/error.h"\n')
        self.assertEqual(include_graph.complaints_about(self.root), [])

    def test_nobody_includes_sim(self):
        self.prepend("sim/extra.h", "")
        self.prepend("src/cli/extra.cpp", '#include "sim/extra.h"\n')
        self.assert_one("cli/ may not include sim/")

    def test_tests_may_include_everything(self):
        self.prepend("sim/extra.h", "")
        self.prepend("test/extra.cpp", '#include "sim/extra.h"\n#include "json/walk.h"\n')
        self.assertEqual(include_graph.complaints_about(self.root), [])

    def test_detail_is_private(self):
        self.prepend("src/redact/extra.cpp", '#include "json/detail/scan.h"\n')
        self.assert_one("private to json/")

    def test_what_is_for_tests_stays_in_tests(self):
        self.prepend("src/json/extra.cpp", '#include "json/arbitrary_for_test.h"\n')
        self.assert_one("for tests")

    def test_a_header_for_others_hides_its_library(self):
        self.prepend("src/json/extra.h", "#include <simdjson.h>\n")
        self.assert_one("src/json/extra.h", "<simdjson.h>")

    def test_files_that_include_each_other_fail(self):
        self.prepend("src/base/one.h", '#include "base/two.h"\n')
        self.prepend("src/base/two.h", '#include "base/one.h"\n')
        self.assert_one("src/base/one.h -> src/base/two.h")

    def test_an_include_of_no_file_fails(self):
        self.prepend("src/base/one.h", '#include "time.h"\n')
        self.assert_one("no file")

    def test_a_cycle_of_rows_fails(self):
        self.replace("src/README.md", "canonical JSON | base |", "canonical JSON | base archive |")
        self.assert_one("modules include each other", "json")

    def test_a_target_that_differs_from_its_row_fails(self):
        self.replace("src/audit/CMakeLists.txt", "DEPENDS base json crypto", "DEPENDS base json crypto http")
        self.assert_one("src/audit/CMakeLists.txt", "http")

    def test_a_folder_without_a_row_fails(self):
        self.prepend("src/base/one.h", "")
        (self.root / "src/surprise").mkdir()
        self.assert_one("src/surprise/ has no row")


if __name__ == "__main__":
    unittest.main()
