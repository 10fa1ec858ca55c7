import ArgumentParser
import Corpus
import Foundation
import RunStore
import Screen
import Sim
import TUI
import Transformer

/// How the program ends when something is wrong: one line on stderr and an exit status.
struct Failure: Error {
  /// Exit statuses.
  enum Status: Int32 {
    /// A comparison found a difference, or a guard ended a run whose numbers broke.
    case different = 1
    /// The command line makes no sense.
    case usage = 2
    /// Input data or a configuration makes no sense.
    case data = 65
    /// An input does not exist.
    case notFound = 66
    /// Reading or writing failed.
    case io = 74
    /// Ended by Ctrl-C.
    case interrupted = 130
    /// Ended because the terminal is gone.
    case hungUp = 129
    /// Ended by SIGTERM.
    case terminated = 143
  }

  /// What is wrong, where, and what to do; nil when nothing is to be said.
  var message: String?
  /// Exit status.
  var status: Int32

  /// A failure with its own words.
  init(_ message: String?, _ status: Status) {
    self.message = message
    self.status = status.rawValue
  }

  /// The failure that any error stands for.
  init(_ error: any Error) {
    switch error {
    case let failure as Failure:
      self = failure
    case let error as SettingsError:
      self.init(error.description, .data)
    case let error as ConfigurationError:
      self.init(error.description, error.isNotFound ? .notFound : .data)
    case let error as ModelError:
      self.init(
        error.description, error.isNotFound ? .notFound : error.isInputOutput ? .io : .data)
    case let error as CorpusError:
      self.init(error.description, error.isNotFound ? .notFound : .data)
    case let error as StoreError:
      self.init(
        error.description, error.isNotFound ? .notFound : error.isInputOutput ? .io : .data)
    case let error as SourceError:
      self.init(error.description, error.isNotFound ? .notFound : .data)
    case let error as CheckpointError:
      self.init(error.description, .data)
    case let error as ThemeError:
      self.init(error.description, error.isNotFound ? .notFound : .data)
    case let error as ScreenError:
      self.init(error.description, .io)
    default:
      self.init(parsing: error)
    }
  }

  /// What the argument parser throws: help and version end well, the rest is a usage error.
  private init(parsing error: any Error) {
    let code = Fedtop.exitCode(for: error)
    guard code != .success else {
      print(Fedtop.fullMessage(for: error))
      self.init(nil, .usage)
      status = 0
      return
    }
    guard error is ExitCode else {
      let line = Fedtop.message(for: error).split(separator: "\n").first.map(String.init) ?? ""
      self.init("\(line); see fedtop --help", .usage)
      return
    }
    self.init(nil, .usage)
    status = code.rawValue
  }

  /// Says what is wrong and ends the process.
  func leave() -> Never {
    if let message { StandardError.write("fedtop: \(message)") }
    exit(status)
  }
}
