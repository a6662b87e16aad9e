import Testing

@testable import Page

@Suite("Texts inside a page")
struct InlineTextTests {
    @Test(
        "Digests are those of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000),
                "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
            ),
        ])
    func digest(_ text: String, _ expected: String) {
        let digits = SHA256.digest(Array(text.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        #expect(digits.joined() == expected)
    }

    @Test(
        "JSON holds nothing that a reader of HTML takes for markup",
        arguments: [
            ("</script><!--", "\"\\u003c/script\\u003e\\u003c!--\""), ("a & b", "\"a \\u0026 b\""),
            ("x\u{2028}y\u{2029}z", "\"x\\u2028y\\u2029z\""), ("é\u{E2}\u{80}\u{A8}ü", "\"é\u{E2}\u{80}\u{A8}ü\""),
            ("\u{2027}\u{202A}", "\"\u{2027}\u{202A}\""),
        ])
    func json(_ text: String, _ expected: String) throws {
        #expect(try InlineText.json(text) == expected)
    }
}
