import Plain

/// The columns of one file after names were given or guessed.
struct ColumnChoice {
  var text: TableColumn
  var textPair: TableColumn?
  var label: TableColumn?
  var client: TableColumn?
  /// What the columns are taken as, and why, in the order of the roles.
  var uses: [ColumnUse] = []
  /// What looks like a text and is not used.
  var unused: [String] = []
  /// What is called as a label is, and is not used.
  var otherLabels: [String] = []

  /// Chooses among the columns of a table; the text is a must, the rest only when named.
  init(_ names: ColumnNames, _ table: Table) throws(CorpusError) {
    let finder = ColumnFinder(table: table, names: names)
    let given = (
      text: try finder.named(names.text, .text), pair: try finder.named(names.textPair, .pair),
      label: try finder.named(names.label, .label), client: try finder.named(names.client, .client)
    )
    let taken = [given.text, given.pair, given.label, given.client].compactMap(\.self)
    label = given.label
    let guess =
      table.hasHeader
      ? finder.textsByName(text: given.text, isPaired: names.textPair == nil, except: taken)
      : finder.textByContent(text: given.text, except: taken)
    guard let text = guess.text else { throw finder.noText() }
    self.text = text
    textPair = given.pair ?? guess.pair
    let used = taken + [text, textPair].compactMap(\.self)
    if names.label == nil {
      label = finder.label(except: used)
    }
    let others = used + [label].compactMap(\.self)
    client = given.client ?? (names.client == nil ? finder.client(except: others) : nil)
    for (role, column, isGiven) in [
      (ColumnUse.Role.text, text as TableColumn?, names.text != nil),
      (.pair, textPair, names.textPair != nil), (.label, label, names.label != nil),
      (.client, client, names.client != nil),
    ] {
      guard let column else { continue }
      let reason: ColumnUse.Reason =
        isGiven ? .given : table.hasHeader ? .name : .content
      uses.append(ColumnUse(role: role, column: column.name, reason: reason))
    }
    let all = others + [client].compactMap(\.self)
    unused = table.columns.filter { $0.isTextLike && !all.contains($0.column) }
      .map(\.column.name)
    if names.label == nil, table.hasHeader {
      otherLabels = table.columns.map(\.column).filter { !all.contains($0) && $0.isCalledLabel }
        .map(\.name)
    }
  }

  /// The same columns in another file of the data set: of a held-out split, which may lack label and client.
  init(as other: ColumnChoice, _ table: Table, of training: String) throws(CorpusError) {
    func find(_ column: TableColumn?) -> TableColumn? {
      guard let column else { return nil }
      if let same = table.columns.first(where: { $0.column.name == column.name }) {
        return same.column
      }
      let alike = table.columns.filter {
        $0.column.name.lowercased() == column.name.lowercased()
      }
      if alike.count == 1 { return alike[0].column }
      // Without names on one side columns are the same by their places.
      guard let place = column.place, table.form != .json,
        !table.hasHeader || Int(column.name) == place + 1
      else {
        return nil
      }
      return table.columns.indices.contains(place) ? table.columns[place].column : nil
    }
    self = other
    guard let text = find(other.text), (find(other.textPair) == nil) == (other.textPair == nil)
    else {
      let missing = find(other.text) == nil ? other.text : other.textPair ?? other.text
      throw .badLine(
        path: table.path, line: table.firstLine,
        problem: "no column '\(excerpt(missing.name))', which \(excerpt(training)) has; there are "
          + table.listing)
    }
    self.text = text
    textPair = find(other.textPair)
    label = find(other.label)
    client = find(other.client)
  }

  /// What should be told: what was guessed, and what looks like a text and was left out.
  var notes: [String] {
    var notes = uses.filter { $0.reason != .given }.map(\.note)
    if !unused.isEmpty {
      let names = unused.prefix(4).map { "'\(excerpt($0))'" }.joined(separator: ", ")
      let rest = unused.count > 4 ? " and \(unused.count - 4) more" : ""
      notes.append(
        "not used, though it looks like text: column \(names)\(rest) "
          + "(--text-column, --pair-column)")
    }
    return notes + [Self.note(otherLabels: otherLabels)].compactMap(\.self)
  }

  /// What to say of columns that are called as labels are and are not used; nil: there are none.
  static func note(otherLabels: [String]) -> String? {
    guard !otherLabels.isEmpty else { return nil }
    return "not used, though called as a label is: column \(listed(otherLabels)) (--label-column)"
  }
}

/// What a column is taken as.
public struct ColumnUse: Sendable, Equatable {
  /// What a column can hold.
  public enum Role: String, Sendable {
    /// The text, or the first of a pair.
    case text
    /// The second text.
    case pair = "second text"
    /// The label.
    case label
    /// Whose sample it is.
    case client
  }

  /// Why it is taken as that.
  public enum Reason: String, Sendable {
    /// Somebody said so.
    case given
    /// Its name says so.
    case name
    /// What it holds says so.
    case content
  }

  /// What it holds.
  public var role: Role
  /// Its name, or its number.
  public var column: String
  /// Why.
  public var reason: Reason

  /// One sentence.
  var note: String {
    let name = reason == .content ? excerpt(column) : "'\(excerpt(column))'"
    return "column \(name) taken as the \(role.rawValue)"
  }
}
