import CTerminal
import Glibc
import TUI

extension TerminalScreen {
  /// Shows what `delegate` draws, and gives it the keys, until it quits or the terminal is gone.
  ///
  /// The screen is left when this returns. The thread sleeps in `poll` between frames.
  @discardableResult
  public func run(_ delegate: some ScreenDelegate) -> ScreenEnd {
    defer { leave() }
    pacer.requestNow()
    while true {
      let ready = waitForNews(animates: delegate.animates)
      if let end = readSignals(ready.signals, delegate) { return end }
      if ready.waker {
        waker.answer()
        pacer.requestSoon()
        if delegate.isOver { return .quit }
      }
      let lines = errors.lines()
      if !lines.isEmpty {
        delegate.captured(lines)
        pacer.requestSoon()
      }
      if let end = readKeys(ready.input, delegate) { return end }
      if isAway { comeBack() }
      drawIfDue(delegate)
    }
  }

  private typealias Ready = (input: Bool, signals: Bool, waker: Bool)

  /// Sleeps until there is something to read or the next frame is due.
  private func waitForNews(animates: Bool) -> Ready {
    var waits: [Double] = []
    if isAway { waits.append(Self.awayCheck) }
    if decoder.isWaiting { waits.append(lastInput + decoder.patience - Self.now) }
    if !isAway, let due = pacer.due(animates: animates) { waits.append(due - Self.now) }
    let milliseconds = waits.min().map { Int32(max(0, min($0, 60)) * 1000 + 0.999) } ?? -1
    // A negative descriptor is skipped: keys typed into a shell that has the terminal are its own.
    var descriptors = [isAway ? -1 : input, signals, waker.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else {
      return (false, false, false)
    }
    return (
      descriptors[0].revents != 0, descriptors[1].revents != 0, descriptors[2].revents != 0
    )
  }

  private func readSignals(_ isReady: Bool, _ delegate: some ScreenDelegate) -> ScreenEnd? {
    guard isReady else { return nil }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(signals, &bytes, bytes.count)
    for number in bytes.prefix(max(0, count)) {
      switch Int32(number) {
      case SIGWINCH:
        if !isAway, terminal.followSize() { pacer.requestNow() }
      case SIGCONT:
        comeBack()
      case SIGTSTP:
        suspend()
      case let other:
        guard let signal = ScreenSignal(number: other) else { continue }
        pacer.requestNow()
        if apply(delegate.signal(signal)) { return .quit }
        if signal != .user { ct_signals_stay() }
      }
    }
    return nil
  }

  private func readKeys(_ isReady: Bool, _ delegate: some ScreenDelegate) -> ScreenEnd? {
    var keys: [Key] = []
    if isReady {
      var bytes = [UInt8](repeating: 0, count: 1024)
      let count = read(input, &bytes, bytes.count)
      if count > 0 {
        let now = Self.now
        keys = decoder.keys(bytes.prefix(count), after: now - lastInput)
        lastInput = now
      } else if count == 0 || ![EINTR, EAGAIN].contains(errno) {
        return apply(delegate.signal(.hangup)) ? .quit : .terminalLost
      }
    } else if decoder.isWaiting, Self.now >= lastInput + decoder.patience {
      keys = decoder.flush()
    }
    for key in keys {
      pacer.requestNow()
      if apply(delegate.key(key)) { return .quit }
    }
    return nil
  }

  private func drawIfDue(_ delegate: some ScreenDelegate) {
    let start = Self.now
    guard !isAway, let due = pacer.due(animates: delegate.animates), start >= due else { return }
    let grid = delegate.frame(size: size, capabilities: capabilities, now: start)
    let before = delegate.countsBytes ? ThreadWrites.total : nil
    let made = Self.now
    let rows = terminal.show(grid, synchronized: synchronized)
    let end = Self.now
    pacer.drew(from: start, to: end)
    let bytes = before.flatMap { before in ThreadWrites.total.map { $0 - before } }
    delegate.drew(FrameCost(view: made - start, draw: end - made, rows: rows, bytes: bytes))
  }

  /// Does what the delegate asks for; true: the run is over.
  private func apply(_ action: ScreenAction) -> Bool {
    switch action {
    case .none: return false
    case .quit: return true
    case .suspend: suspend()
    case .reportMouse(let isOn): terminal.reportMouse(isOn, now: !isAway)
    case .redraw:
      if !isAway { terminal.repaintAll() }
      pacer.requestNow()
    }
    return false
  }

  /// Seconds between two looks whether the terminal is ours again.
  private static let awayCheck = 0.25

  /// Monotonic time in seconds.
  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
