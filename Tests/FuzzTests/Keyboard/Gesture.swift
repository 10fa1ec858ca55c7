import Plain

/// What a person, a terminal or a broken line may send at once, as bytes.
enum Gesture: CaseIterable {
  case key, text, bytes, mouse, paste, answer, broken

  /// Bytes of this kind; the same generator gives the same ones.
  func bytes(_ random: inout SplitMix64) -> [UInt8] {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    func one<T>(of all: [T]) -> T { all[number(0...all.count - 1)] }
    func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(number(0...255)) } }
    switch self {
    case .key: return Array(one(of: Self.keys).utf8)
    case .text: return Array(one(of: Self.lines).utf8)
    case .bytes: return noise(number(1...8))
    case .mouse:
      let far = number(0...50) == 0
      let column = far ? number(0...99_999) : number(0...160)
      let row = far ? number(0...99_999) : number(0...50)
      let code = one(of: [0, 0, 0, 32, 32, 64, 65, 2, 35, 16, 128])
      return Array("\u{1b}[<\(code);\(column);\(row)\(one(of: ["M", "m"]))".utf8)
    case .paste:
      let inside = number(0...1) == 0 ? Array(one(of: Self.lines).utf8) : noise(number(0...40))
      let end = number(0...19) == 0 ? "" : "\u{1b}[201~"
      return Array("\u{1b}[200~".utf8) + inside + Array(end.utf8)
    case .answer: return Array(one(of: Self.answers).utf8)
    case .broken:
      // A whole one with a piece taken out or a byte changed.
      var bytes = one(of: [Gesture.key, .mouse, .paste, .answer]).bytes(&random)
      let place = number(0...bytes.count - 1)
      if number(0...1) == 0 { bytes.remove(at: place) } else { bytes[place] = noise(1)[0] }
      return bytes
    }
  }

  private static let keys =
    [
      "\u{1b}", "\r", "\t", "\u{7f}", "\u{3}", "\u{c}", "\u{1a}", "\u{0}", "\u{1b}[A", "\u{1b}OA",
      "\u{1b}[B", "\u{1b}[C", "\u{1b}[D", "\u{1b}[H", "\u{1b}[F", "\u{1b}[5~", "\u{1b}[6~",
      "\u{1b}[Z", "\u{1b}[3~", "\u{1b}OP", "\u{1b}[24~", "\u{1b}[1;5A", "\u{1b}q", "é", "漢",
    ] + (0x20..<0x7f).map { String(UnicodeScalar(UInt8($0))) }

  /// What is typed into the lines of the monitor, and much that would do harm if its letters were keys.
  private static let lines = [
    ":sparsity 0.62\r", ":lr 3e-3\r", ":lr 9e99\r", ":until accuracy 70%\r", ":step 3\r",
    ":goto 12\r", ":goto live\r", ":note quality of the run\r", ":pause\r", ":quit\r", ":théme 漢\r",
    "/7\r", "6/best\r", "r12\r", "r999999999\r", "b]]\ry", "b[\u{1b}", "?sort\r", "qn", "d\r",
    "quality of the run ]]] y\n", "3zvvll", "2vleo\u{1b}",
  ]

  private static let answers = [
    "\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\", "\u{1b}]11;rgb:0000/0000/0000\u{7}",
    "\u{1b}P>|tmux 3.3a qy\u{1b}\\", "\u{1b}_Gi=31;OK\u{1b}\\", "\u{1b}[?62;22c", "\u{1b}[12;40R",
    "\u{1b}[?2026;2$y", "\u{1b}]52;c;cXkK\u{7}", "\u{1b}[M !!",
    "\u{1b}[" + String(repeating: "1", count: 60) + "A",
  ]
}
