import Metrics
import Plain
import Sim

/// Settings as a commented TOML file.
enum ConfigurationPrinter {
  /// The file's text: sections in order, each key with its help and bounds.
  static func text(_ settings: Settings) -> String {
    var lines = ["# Settings of a fedtop run; `fedtop run FILE` and `fedtop watch FILE` read them."]
    var section = ""
    for setting in Setting.all {
      if setting.section != section {
        section = setting.section
        lines += ["", "[\(section)]"]
      }
      lines.append("# \(setting.help) (\(setting.expectation))")
      lines.append("\(setting.name) = \(literal(setting.value(in: settings)))")
    }
    return lines.joined(separator: "\n")
  }

  private static func literal(_ value: ConfigValue) -> String {
    guard case .text(let text) = value else { return value.description }
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case _ where scalar.steersTerminal:
        // Eight digits reach every character.
        "\\U" + String(repeating: "0", count: 8 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}
