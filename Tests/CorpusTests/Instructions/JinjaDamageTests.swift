import Foundation
import Testing

@testable import Corpus

/// Templates that nobody vouches for end soon, in a text or an error.
struct JinjaDamageTests {
  /// Numbers that are the same in every run (SplitMix64).
  private struct Draws: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return bits ^ (bits >> 31)
    }
  }

  private static let pieces = [
    "{%", "%}", "{{", "}}", "{#", "-", "(", ")", "[", "]", "|", "~", "**", "//", "if ", "for ",
    " in ",
    "endfor", "loop.", "messages", "set ", "9223372036854775807", "'", "\\", "|tojson", "|list",
    "[::-1]",
    ".split('a')", "[-1]", "range(99)", "|sort", "|map('upper')", "* 99", "|int", "é", "\u{0}",
    "not ",
  ]

  /// A template in which something was cut, doubled, swapped or put in.
  private static func broken(_ source: String, _ draws: inout Draws) -> String {
    var bytes = Array(source.utf8)
    for _ in 0..<Int.random(in: 1...3, using: &draws) {
      let place = Int.random(in: 0...bytes.count, using: &draws)
      let end = min(bytes.count, place + Int.random(in: 0...12, using: &draws))
      switch Int.random(in: 0..<5, using: &draws) {
      case 0: bytes.removeSubrange(place...)
      case 1: bytes.removeSubrange(place..<end)
      case 2:
        bytes.insert(
          contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &draws))
      case 3:
        bytes.insert(contentsOf: pieces.randomElement(using: &draws)?.utf8 ?? "".utf8, at: place)
      default:
        for byte in place..<end { bytes[byte] = UInt8.random(in: 0...255, using: &draws) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func brokenTemplatesAreReadOrRefused() throws {
    let lines = try JinjaReference.lines()
    let sources = lines.compactMap(\.source)
    var context = JinjaReference.context
    context["messages"] = try #require(lines.first?.conversations)[2].jinja
    guard case .dictionary(let variables) = try #require(lines.first?.variables).jinja else {
      return
    }
    for (key, value) in zip(variables.keys, variables.values) { context[try key.printed()] = value }
    let count = 600
    var draws = Draws(state: 7)
    var texts = 0
    for _ in 0..<count {
      let source = Self.broken(try #require(sources.randomElement(using: &draws)), &draws)
      if (try? JinjaTemplate(source).render(context)) != nil { texts += 1 }
    }
    #expect(texts > count / 20 && texts < count)
  }

  @Test(
    "What would take for ever, or all memory, or all of the stack, is refused",
    arguments: [
      "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
      "{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
      "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
      "{% set ns = namespace(x=[1]) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
      "{% set ns = namespace(x=[1]) %}{% for i in range(9999) %}{% set ns.x = {'a': ns.x} %}{% endfor %}{{ ns.x }}",
      "{% set ns = namespace(x=[1]) %}{% for i in range(9999) %}{% set ns.x = ns.x|batch(1)|list %}{% endfor %}",
      "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
      "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
      "{{ 'x' * 999999999 }}", "{{ [1] * 999999999 }}", "{{ 'x' * 9223372036854775807 }}",
      "{{ ('x' * 9999999).replace('', 'x' * 9999999) }}", "{{ ('x' * 9999)|indent(99999999) }}",
      "{{ [1]|batch(9223372036854775807, 1)|list }}", "{{ [1]|tojson(indent=999999999) }}",
      "{{ range(0, 9223372036854775807, 1) }}", "{{ 9223372036854775807 * 2 }}",
      "{{ (0 - 9223372036854775807 - 1) // -1 }}", "{{ (0 - 9223372036854775807 - 1)|abs }}",
      "{{ 2 ** 9223372036854775807 }}", "{{ 1e300 ** 2 }}", "{{ 1e300|int }}",
      "{% for a in range(9999) %}{{ 'x' * 9999 }}{% endfor %}",
      "{{ " + String(repeating: "(", count: 100_000),
      "{{ " + String(repeating: "[", count: 100_000),
      "{{ " + String(repeating: "-", count: 100_000) + "1 }}",
      "{{ " + String(repeating: "not ", count: 100_000) + "1 }}",
      "{{ " + String(repeating: "1 if ", count: 100_000) + "1 }}",
      "{{ " + String(repeating: "1 if 1 else ", count: 100_000) + "1 }}",
      "{{ a" + String(repeating: "[a", count: 100_000),
      "{{ a" + String(repeating: "|d(a", count: 100_000),
      "{{ a" + String(repeating: " is in a(", count: 100_000),
      String(repeating: "{% if 1 %}", count: 100_000),
      String(repeating: "{% set x %}", count: 100_000),
      "{% for " + String(repeating: "(", count: 100_000),
    ])
  func endlessTemplatesAreRefused(source: String) {
    #expect(throws: JinjaProblem.self) { try JinjaTemplate(source).render([:]) }
  }

  @Test("Long chains are not deep")
  func longChains() throws {
    let sum = "{{ 1" + String(repeating: " + 1", count: 20_000) + " }}"
    #expect(try JinjaTemplate(sum).render([:]) == "20001")
    let filters = "{{ 'a'" + String(repeating: "|upper", count: 20_000) + " }}"
    #expect(try JinjaTemplate(filters).render([:]) == "A")
    let branches = "{% if 0 %}" + String(repeating: "{% elif 0 %}", count: 20_000) + "{% endif %}"
    #expect(try JinjaTemplate(branches).render([:]) == "")
  }

  @Test(
    "What is not known is named, with its line",
    arguments: [
      ("\n{{ 1|urlize }}", "line 2: the filter 'urlize' is not known here"),
      ("{{ 1 is filter }}", "line 1: the test 'filter' is not known here"),
      ("{% include 'a' %}", "line 1: the tag 'include' is not known here"),
      ("{% for a in [1] recursive %}{% endfor %}", "line 1: a recursive loop is not known here"),
      ("{{ 'a'.center(5) }}", "line 1: 'center' of 'str' is not known here"),
      ("{{ f(*a) }}", "line 1: a call with * is not known here"),
      ("{{ self.x }}", "line 1: 'self' is not known here"),
      ("{{ lipsum() }}", "line 1: 'lipsum' is not known here"),
      ("{{ 10 ** 20 }}", "line 1: a whole number beyond 64 bits is not known here"),
      ("{{ '%s' % 1 }}", "line 1: '%' of text is not known here"),
      ("{{ {}.items }}", "line 1: the printing of 'method' is not known here"),
      ("{{ [1]|map('upper') }}", "line 1: the printing of 'generator' is not known here"),
      ("{{ 0x10 }}", "line 1: a number that is not decimal is not known here"),
    ])
  func unknownThings(source: String, words: String) throws {
    let problem = #expect(throws: JinjaProblem.self) { try JinjaTemplate(source).render([:]) }
    #expect(problem?.kind == .unknown)
    #expect(problem?.description == words)
  }

  @Test func whatATemplateRaisesIsItsOwn() {
    let source = "{% for a in [1] %}\n{{ raise_exception('No ' ~ a) }}{% endfor %}"
    #expect(throws: JinjaProblem(kind: .raised, text: "No 1", line: 2)) {
      try JinjaTemplate(source).render([:])
    }
  }
}
