import Testing

@testable import GitRepository

@Suite struct ContentKindTests {
    static let pointer = """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345

        """

    @Test(arguments: [
        (pointer, true), (pointer.replacing("spec/v1", with: "spec/v2"), true), ("", false), ("version 1", false),
        (pointer.replacing("oid ", with: "old "), false), (pointer.replacing("size ", with: "sise "), false),
        ("# about\n" + pointer, false), (pointer + String(repeating: "x", count: 1_024), false),
    ])
    func lfsPointers(text: String, expected: Bool) {
        #expect(isLFSPointer(Array(text.utf8)) == expected)
    }

    @Test func binary() {
        #expect(!isBinary([]))
        #expect(!isBinary(Array("text\n".utf8)))
        #expect(isBinary([0x7F, 0x45, 0x4C, 0x46, 0]))
        let text = [UInt8](repeating: 97, count: 8_000)
        #expect(!isBinary(text + [0]))
        #expect(isBinary(text.dropLast() + [0]))
    }

    @Test(arguments: [
        ("plain/päth.txt", "plain/päth.txt"), ("a\u{202E}b", "a\\u{202e}b"), ("a\r\n\tb", "a\\r\\n\\tb"),
        ("\u{7F}", "\\u{7f}"),
        ("e\u{301}👩‍🚀", "e\u{301}👩\\u{200d}🚀"), ("\u{2028}", "\\u{2028}"), ("", ""),
    ])
    func display(path: String, expected: String) {
        #expect(GitPath(path).display == expected)
    }

    @Test func within() {
        let path: GitPath = "a/b/c"
        for folder: GitPath in [.root, "a", "a/b", "a/b/c"] { #expect(path.isWithin(folder)) }
        for folder: GitPath in ["b", "a/", "a/bc", "a/b/c/d"] { #expect(!path.isWithin(folder)) }
        #expect(path.name.elementsEqual("c".utf8))
    }

    @Test func emptyContent() {
        #expect(contentID([]).description == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    }
}
