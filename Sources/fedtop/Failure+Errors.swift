import ArgumentParser
import Corpus
import Foundation
import Host
import Plain
import Ranks
import RunStore
import Screen
import Sim
import TUI
import Transformer
import Web

/// What each error means for a person and for a script.
extension Failure {
  /// The failure that any error stands for.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure:
      self = failure
    case let error as SettingsError:
      self.init(error.description, .data)
    case let error as ConfigurationError:
      self.init(error.description, error.isNotFound ? .notFound : .data)
    case let error as ProductsError:
      self.init(error.description, error.isConflict ? .data : .unavailable)
    case let error as ModelError:
      self.init(
        error.description, error.isNotFound ? .notFound : error.isInputOutput ? .io : .data)
    case let error as CorpusError:
      self.init(
        error.description, error.isNotFound ? .notFound : error.isInputOutput ? .io : .data)
    case let error as StoreError:
      self.init(
        error.description, error.isNotFound ? .notFound : error.isInputOutput ? .io : .data)
    case let error as SourceError:
      self.init(error.description, error.isNotFound ? .notFound : .data)
    case let error as SweepError:
      self.init(error.cause)
      message = message.map { "\(error.run): \($0)" }
    case let error as CheckpointError:
      self.init(error.description, .data)
    case let error as PresetError:
      self.init(error.description, error.isNotFound ? .notFound : .data)
    case let error as ThemeError:
      self.init(error.description, error.isNotFound ? .notFound : .data)
    case let error as ScreenError:
      self.init(error.description, .io)
    case let error as WebError:
      self.init(error.description, error.isUsage ? .usage : .unavailable)
    case let error as RanksError:
      self.init(error.description, error.isUsage ? .usage : .unavailable)
    case let error as OutputError:
      self.init(error.description, .io)
    case is CocoaError:
      self.init("a file cannot be read or written: check permissions and free space", .io)
    default:
      self.init(parsing: error)
    }
  }

  /// What the argument parser throws: help and version end well, the rest is a usage error.
  private init(parsing error: any Error) {
    let code = Fedtop.exitCode(for: error)
    guard code != .success else {
      StandardOutput.writeRaw(Fedtop.fullMessage(for: error) + "\n")
      self.init(nil, status: 0)
      return
    }
    // Neither the parser's nor ours: its words are for those who wrote it.
    guard error is ExitCode || code == .validationFailure else {
      self.init("an error that fedtop did not expect (\(type(of: error))): please report it", .bug)
      return
    }
    guard error is ExitCode else {
      let line = Fedtop.message(for: error).split(separator: "\n").first.map(String.init) ?? ""
      self.init("\(line); see fedtop --help", .usage)
      return
    }
    self.init(nil, status: code.rawValue)
  }

  /// Says what is wrong and ends the process; what could not be printed is an error where there is no other.
  func leave() -> Never {
    if let message { StandardError.write("fedtop: \(message)") }
    exit(status == 0 && StandardOutput.isCut ? Status.io.rawValue : status)
  }
}
