"""tidy.py must see each kind of leftover, and none where there is none."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import tidy  # noqa: E402


class Tidy(unittest.TestCase):
    def findings(self, text, path="docs/page.md"):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "docs").mkdir()
            (root / "docs/other.md").write_text("# One part, `of` two\n")
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text)
            return list(tidy.findings_in(root, path, text))

    def test_sees_paths_of_a_machine(self):
        for folder in ("work", "tmp/w", "home", "root"):
            self.assertEqual(self.findings(f"one\nsee /{folder}/thing"),
                             ["docs/page.md:2: a path of somebody's machine"])

    def test_takes_paths_that_merely_look_alike(self):
        self.assertEqual(self.findings("a/work/b ${DIR}/work/x /workers/ https://x/home/y ./work/x"), [])

    def test_sees_unfinished_work(self):
        self.assertEqual(self.findings("// TO" "DO: later", "src/x.cpp"), ["src/x.cpp:1: unfinished work"])

    def test_sees_blanks_at_the_end_of_a_line(self):
        self.assertEqual(len(self.findings("text \nmore\r\n")), 2)

    def test_follows_links(self):
        self.assertEqual(self.findings("# Here\n[a](other.md#one-part-of-two) [b](https://example.com/#x) [c](#here)"), [])
        for gone in ("gone.md", "other.md#two", "#there", "gone.md#one-part-of-two"):
            self.assertEqual(self.findings(f"[a]({gone})"), [f"docs/page.md:1: a link to {gone}, which is not there"])


if __name__ == "__main__":
    unittest.main()
