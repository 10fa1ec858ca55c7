import Foundation
import Testing

@testable import Screen

@Suite struct FramePacerTests {
  @Test("A screen with nothing new sleeps")
  func sleeps() {
    var pacer = FramePacer()
    pacer.drew(from: 5, to: 5)
    #expect(pacer.due(animates: false) == nil)
    #expect(pacer.due(animates: true) == 5 + FramePacer.interval)
  }

  @Test("News waits for its turn, a key does not")
  func turns() {
    var pacer = FramePacer()
    #expect(pacer.due(animates: false).map { $0 < 0 } == true)
    for _ in 0...FramePacer.opening {
      pacer.drew(from: 5, to: 5)
      pacer.requestSoon()
    }
    #expect(pacer.due(animates: false) == 5 + 0.1)
    pacer.requestNow()
    #expect(pacer.due(animates: false) == 5 + 0.016)
    pacer.requestSoon()
    #expect(pacer.due(animates: false) == 5 + 0.016)
    pacer.drew(from: 6, to: 6)
    #expect(pacer.due(animates: false) == nil)
  }

  @Test("What comes while a program starts is shown at once, and of what comes often little")
  func opening() {
    var pacer = FramePacer()
    // The first frame, and others that nobody asked for.
    for _ in 0..<5 { pacer.drew(from: 5, to: 5) }
    for frame in 0...FramePacer.opening {
      pacer.requestSoon()
      let wait = frame < FramePacer.opening ? FramePacer.answer : FramePacer.interval
      #expect(pacer.due(animates: true) == 5 + wait)
      pacer.drew(from: 5, to: 5)
    }
  }

  @Test("A slow terminal gets fewer frames, but never less than one in a second")
  func slow() {
    var pacer = FramePacer()
    pacer.drew(from: 10, to: 10.1)
    pacer.requestNow()
    #expect(pacer.due(animates: false).map { abs($0 - 10.4) < 1e-9 } == true)
    pacer.drew(from: 20, to: 25)
    #expect(pacer.due(animates: true) == 21)
  }

  @Test("A waker counts many calls as one and hears the next")
  func waker() {
    let waker = ScreenWaker()
    #expect(!isReadable(waker))
    for _ in 0..<100_000 { waker.wake() }
    #expect(isReadable(waker))
    waker.answer()
    #expect(!isReadable(waker))
    waker.wake()
    #expect(isReadable(waker))
  }

  private func isReadable(_ waker: ScreenWaker) -> Bool {
    var descriptor = pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) == 1
  }
}
