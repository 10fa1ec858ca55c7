import Foundation
import TOMLKit

/// A TOML file that a person writes: one small text, which is looked at before it goes to the parser.
public enum TOMLFile {
  /// Why the text of a file cannot be had.
  public enum Problem: Error {
    case missing, unreadable, tooLarge, notText

    /// What to do.
    public var advice: String {
      switch self {
      case .missing: "there is no such file"
      case .unreadable: "check that it is a file you may read"
      case .tooLarge: "it is larger than 1 MiB"
      case .notText: "it is not UTF-8 text"
      }
    }
  }

  /// What is wrong with a text.
  public struct Flaw: Error {
    /// From 1.
    public let line: Int
    /// What is wrong there.
    public let message: String
  }

  private static let mostBytes = 1 << 20

  /// The text of a file; of a pipe or a device, which may have no end, there is none.
  public static func text(at path: String) throws(Problem) -> String {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing }
    let values = try? URL(fileURLWithPath: path).resolvingSymlinksInPath()
      .resourceValues(forKeys: [.isRegularFileKey])
    guard values?.isRegularFile == true, let data = FileManager.default.contents(atPath: path)
    else { throw .unreadable }
    guard data.count <= mostBytes else { throw .tooLarge }
    guard let text = String(data: data, encoding: .utf8) else { throw .notText }
    return text
  }

  /// What a text says.
  public static func table(_ text: String) throws(Flaw) -> TOMLTable {
    if let flaw = TOMLGuard.flaw(in: text) { throw Flaw(line: flaw.line, message: flaw.message) }
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Flaw(
        line: error.source.begin.line, message: String(error.description.prefix(120)))
    } catch {
      throw Flaw(line: 1, message: "\(error)")
    }
  }
}
