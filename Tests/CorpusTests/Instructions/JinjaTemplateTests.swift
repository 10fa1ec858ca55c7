import Foundation
import Testing

@testable import Corpus

/// Chat templates give what transformers makes of them, and bad ones an error.
struct JinjaTemplateTests {
  /// A case of the reference with all it needs.
  private struct Case {
    let name: String
    let source: String
    let context: [String: JinjaValue]
    let expected: JinjaReference
  }

  private static func cases(_ lines: [JinjaReference]) throws -> [Case] {
    let first = try #require(lines.first)
    let conversations = try #require(first.conversations).map(\.jinja)
    var snippets = JinjaReference.context
    guard case .dictionary(let variables) = try #require(first.variables).jinja else { return [] }
    for (key, value) in zip(variables.keys, variables.values) {
      snippets[try key.printed()] = value
    }
    snippets["messages"] = conversations[2]
    snippets["add_generation_prompt"] = .bool(true)
    var models: [String: String] = [:]
    var cases: [Case] = []
    for line in lines.dropFirst() {
      if let name = line.name { models[name] = line.source }
      guard let name = line.template else { continue }
      if let source = line.source {
        cases.append(Case(name: name, source: source, context: snippets, expected: line))
      } else {
        var context = JinjaReference.context
        context["messages"] = conversations[try #require(line.conversation)]
        context["add_generation_prompt"] = .bool(line.opened == true)
        context["date_string"] = .string("26 Jul 2024")
        cases.append(
          Case(
            name: "\(name), \(line.conversation ?? 0)", source: try #require(models[name]),
            context: context, expected: line))
      }
    }
    return cases
  }

  @Test func allIsAsTransformersHasIt() throws {
    let cases = try Self.cases(JinjaReference.lines())
    #expect(cases.count > 1000)
    for example in cases {
      let expected = example.expected
      let place = "\(example.name): \(example.source.prefix(300))"
      do throws(JinjaProblem) {
        let text = try JinjaTemplate(example.source).render(example.context)
        #expect(
          Array(text.utf8) == expected.text.map { Array($0.utf8) },
          "\(place): \(text) - \(expected.text ?? expected.error ?? "")")
      } catch {
        #expect(expected.text == nil, "\(place): \(error)")
        switch error.kind {
        // What is not known here is an error there too.
        case .unknown: continue
        case .raised: #expect(expected.message == error.text, "\(place): \(error)")
        case .syntax: #expect(expected.error == "syntax", "\(place): \(error)")
        case .evaluation: #expect(expected.error == "evaluation", "\(place): \(error)")
        }
      }
    }
  }
}
