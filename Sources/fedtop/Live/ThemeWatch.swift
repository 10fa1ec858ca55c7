import Foundation
import Plain
import Synchronization
import TUI

/// Looks whether the file of the theme in use changes, once a second on a thread of its own, and reads it anew when it does.
final class ThemeWatch: Sendable {
  /// What came of a change: the theme, or what is wrong with it.
  typealias News = Result<Theme, ThemeError>

  private struct State {
    var file: String?
    var stamp: FileStamp?
    var news: News?
    var isLooking = false
  }

  /// Seconds between two looks.
  private static let interval = 1.0

  private let state = Mutex(State())
  private let wake: @Sendable () -> Void

  /// Looks at nothing yet; `wake` is called, on any thread, when there is news.
  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Looks at another file from now on; nil: at none.
  func follow(_ file: String?) {
    guard state.withLock({ $0.file != file }) else { return }
    let stamp = file.map { FileStamp($0) }
    let isFirst = state.withLock { state in
      let isLooking = state.isLooking
      state = State(file: file, stamp: stamp, isLooking: isLooking || file != nil)
      return !isLooking && file != nil
    }
    if isFirst { start() }
  }

  /// What has come since the last time.
  func take() -> News? {
    state.withLock { state in
      defer { state.news = nil }
      return state.news
    }
  }

  /// The thread ends when nobody holds the watch any more.
  private func start() {
    let thread = Thread { [weak self] in
      while self?.look() != nil { Thread.sleep(forTimeInterval: Self.interval) }
    }
    thread.name = "fedtop theme"
    thread.start()
  }

  private func look() {
    let (file, known) = state.withLock { ($0.file, $0.stamp) }
    // A file that is gone for a moment is one that an editor is about to replace.
    guard let file else { return }
    let stamp = FileStamp(file)
    guard stamp.exists, stamp != known else { return }
    let news = News { () throws(ThemeError) in try ThemeLibrary.load(file) }
    state.withLock { state in
      guard state.file == file else { return }
      (state.stamp, state.news) = (stamp, news)
    }
    wake()
  }
}
