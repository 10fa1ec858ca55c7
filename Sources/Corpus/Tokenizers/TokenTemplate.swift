/// Where special tokens go around one text or two, and what gives way when it is too long.
struct TokenTemplate: Sendable, Equatable {
  /// One place in a template.
  enum Piece: Sendable, Equatable {
    case token(Int32, type: Int32)
    case first(type: Int32)
    case second(type: Int32)
  }

  /// The form of a single text.
  var single: [Piece]
  /// The form of a pair.
  var pair: [Piece]
  /// Whether a text that is too long loses its start and not its end.
  var truncatesLeft = false

  /// Nothing but the texts.
  static let plain = TokenTemplate(
    single: [.first(type: 0)], pair: [.first(type: 0), .second(type: 0)])

  /// `[CLS] A [SEP] B [SEP]`, types 0 0 0 1 1.
  static func bert(start: Int32, separator: Int32) -> TokenTemplate {
    let head: [Piece] = [
      .token(start, type: 0), .first(type: 0), .token(separator, type: 0),
    ]
    return TokenTemplate(
      single: head, pair: head + [.second(type: 1), .token(separator, type: 1)])
  }

  /// `<s> A </s></s> B </s>`, all of type 0.
  static func roberta(start: Int32, separator: Int32) -> TokenTemplate {
    let head: [Piece] = [
      .token(start, type: 0), .first(type: 0), .token(separator, type: 0),
    ]
    let tail: [Piece] = [
      .token(separator, type: 0), .second(type: 0), .token(separator, type: 0),
    ]
    return TokenTemplate(single: head, pair: head + tail)
  }

  /// The special tokens of both forms.
  var specialTokens: Set<Int32> {
    var ids: Set<Int32> = []
    for case .token(let id, _) in single + pair { ids.insert(id) }
    return ids
  }

  /// The same with type 0 everywhere.
  var withoutTypes: TokenTemplate {
    func plain(_ piece: Piece) -> Piece {
      switch piece {
      case .token(let id, _): .token(id, type: 0)
      case .first: .first(type: 0)
      case .second: .second(type: 0)
      }
    }
    var out = self
    (out.single, out.pair) = (single.map(plain), pair.map(plain))
    return out
  }

  /// The largest type.
  var largestType: Int32 {
    let types = (single + pair).map { piece in
      switch piece {
      case .token(_, let type), .first(let type), .second(let type): type
      }
    }
    return types.max() ?? 0
  }

  /// How many tokens of a single text anybody needs: those that fit beside the special tokens, if the end is cut.
  func room(maxLength: Int) -> Int {
    truncatesLeft ? .max : max(0, maxLength - Self.added(single))
  }

  /// Puts tokens of one text or two into the template, at most `maxLength` in all.
  func assemble(first: [Int32], second: [Int32]?, maxLength: Int) -> Encoding {
    let pieces = second == nil ? single : pair
    let room = max(0, maxLength - Self.added(pieces))
    let second = second ?? []
    let (firstCount, secondCount) =
      pieces == single
      ? (min(first.count, room), 0)
      : Self.longestFirst(first.count, second.count, room: room)
    func kept(_ tokens: [Int32], _ count: Int) -> ArraySlice<Int32> {
      truncatesLeft ? tokens.suffix(count) : tokens.prefix(count)
    }
    var out = Encoding(tokens: [], tokenTypes: [])
    for piece in pieces {
      switch piece {
      case .token(let id, let type):
        out.tokens.append(id)
        out.tokenTypes.append(type)
      case .first(let type):
        out.texts.append(out.tokens.count..<out.tokens.count + firstCount)
        out.tokens.append(contentsOf: kept(first, firstCount))
        out.tokenTypes.append(contentsOf: repeatElement(type, count: firstCount))
      case .second(let type):
        out.texts.append(out.tokens.count..<out.tokens.count + secondCount)
        out.tokens.append(contentsOf: kept(second, secondCount))
        out.tokenTypes.append(contentsOf: repeatElement(type, count: secondCount))
      }
    }
    if out.tokens.count > maxLength {
      out.tokens.removeLast(out.tokens.count - max(0, maxLength))
      out.tokenTypes.removeLast(out.tokenTypes.count - max(0, maxLength))
      out.texts = []
    }
    return out
  }

  /// How many tokens stay of two texts: the longer one gives way until both are as long.
  ///
  /// The rule of Hugging Face `tokenizers`, `truncate_encodings` with `longest_first`; of an odd
  /// room the longer text, or the second of equal ones, keeps one more.
  static func longestFirst(_ first: Int, _ second: Int, room: Int) -> (Int, Int) {
    guard first + second > room else { return (first, second) }
    var short = min(first, second)
    var long = short > room ? short : max(short, room - short)
    if short + long > room {
      short = room / 2
      long = short + room % 2
    }
    return first > second ? (long, short) : (short, long)
  }

  private static func added(_ pieces: [Piece]) -> Int {
    pieces.count { if case .token = $0 { true } else { false } }
  }
}
