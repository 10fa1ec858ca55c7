/// The grammar of the embedded corpus, as text.
///
///     name = choice | choice *weight        indented lines continue a rule
///     name@domain = …                       used instead of `name` in texts of that domain
///     name~ = … {other~} … {other!} …       two rules, name+ and name-; `~` is the same sign, `!`
///     the opposite {name}  {name#1}  {name#1.0}          an expansion; one that stays the same as
///     `#1`; its form 0 of a/b/c
///
/// Words are parted by blanks, and a blank before a sign such as `.` is not written.
enum GrammarText {
  /// All rules.
  static let all = [common, domains, sentiment, question, agreement, prose].joined(separator: "\n")
}
