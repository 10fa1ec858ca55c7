/// A chat template in Jinja, read, with the settings that transformers has for it: `trim_blocks`, `lstrip_blocks`, loop
/// controls and `generation`, in a sandbox where nothing that came in changes.
struct JinjaTemplate: Sendable {
  private let nodes: [JinjaNode]
  /// What each scope hides.
  private let hidden: [[String]]

  /// Reads a template.
  /// - Throws: a problem where it is no Jinja, or uses something of it that is not known here.
  init(_ source: String) throws(JinjaProblem) {
    var lexer = JinjaLexer(source)
    var parser = JinjaParser(try lexer.words())
    nodes = try parser.template()
    hidden = parser.names.hidden
  }

  /// The text that it makes of variables, beside which there are `range`, `dict`, `namespace` and `raise_exception`.
  /// - Throws: a problem that it raises itself, or meets.
  func render(_ context: [String: JinjaValue]) throws(JinjaProblem) -> String {
    try JinjaRenderer(context, hidden: hidden).text(nodes)
  }
}
