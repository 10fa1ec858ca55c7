import Foundation
import Host
import Plain
import Sim

extension Settings {
  /// Sets what a flag gives.
  /// - Throws: a usage `Failure` that names the flag.
  mutating func set(_ key: String, _ text: String, flag: String) throws(Failure) {
    do {
      let setting = try Setting.named(key)
      try setting.set(text: text, in: &self)
      // Only the registry knows the names: asked here, where a flag is still known as one.
      if key == "method.name", !MethodRegistry.names.contains(text) {
        _ = try MethodRegistry.recipe(text)
      }
    } catch .invalid(_, let value, let expected) {
      let place = flag == "--set" ? "--set \(key)" : flag
      throw Failure("\(place) \(value): must be \(expected)", .usage)
    } catch {
      throw Failure("\(flag): \(error.description)", .usage)
    }
  }

  /// Sets what `--set section.key=value` gives.
  /// - Returns: the key and the value.
  /// - Throws: a usage `Failure`.
  @discardableResult
  mutating func set(_ assignment: String) throws(Failure) -> (key: String, text: String) {
    guard let equals = assignment.firstIndex(of: "=") else {
      throw Failure("--set \(assignment): must be section.key=value", .usage)
    }
    let key = String(assignment[..<equals])
    let text = String(assignment[assignment.index(after: equals)...])
    try set(key, text, flag: "--set")
    return (key, text)
  }

  /// Sets what flags and, behind them, `--set` give; of a setting that is given twice it says on stderr what is taken.
  /// - Returns: what was given.
  /// - Throws: a usage `Failure`.
  mutating func set(
    _ flags: [(flag: String, key: String, text: String?)], _ assignments: [String]
  ) throws(Failure) -> [(flag: String, key: String, text: String)] {
    var given: [(flag: String, key: String, text: String)] = []
    for (flag, key, text) in flags {
      guard let text else { continue }
      try set(key, text, flag: flag)
      given.append((flag, key, text))
    }
    for assignment in assignments {
      let (key, text) = try set(assignment)
      given.append(("--set", key, text))
    }
    GivenTwice.notes(given).forEach { StandardError.write("fedtop: \($0)") }
    return given
  }

  /// Refuses a setting that the method does not read: it would change nothing, without a word.
  ///
  /// Files may have settings of several methods.
  /// - Throws: a usage `Failure` with the nearest setting that it reads.
  func refuseForeign(_ key: String, flag: String) throws(Failure) {
    do {
      let recipe = try MethodRegistry.recipe(self.method)
      let setting = try Setting.named(key)
      guard !setting.isRead(by: recipe) else { return }
      let place = flag == "--set" ? "--set \(key)" : flag
      let owners = MethodRegistry.recipes.filter { setting.isRead(by: $0) && $0.pinned.isEmpty }
      let near = Setting.nearest(to: key, in: recipe.settings.map(\.key))
        .map { ": did you mean \($0)?" }
      throw Failure(
        "\(place): a setting of \(owners.prefix(3).map(\.name).joined(separator: ", ")), which "
          + "\(recipe.name) does not read\(near ?? "; see fedtop methods \(recipe.name)")", .usage)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("\(error)", .usage)
    }
  }

  /// Refuses a setting that data or partition do not read: it would change nothing, without a word.
  ///
  /// Files may have settings of several; of theirs a run tells.
  /// - Throws: a usage `Failure`.
  func refuseUnread(_ key: String, flag: String) throws(Failure) {
    guard let why = whyUnread(key) else { return }
    throw Failure("\(flag == "--set" ? "--set \(key)" : flag) \(why): leave it out", .usage)
  }

  /// Puts the home directory in the place of `~/` in paths: no shell does that in a file or behind a `=`.
  mutating func expandHome() {
    self.data = self.data.homeExpanded
    self.testFile = self.testFile.homeExpanded
    self.splitManifest = self.splitManifest.homeExpanded
    self.model = self.model.homeExpanded
    self.runs = self.runs.homeExpanded
  }
}
