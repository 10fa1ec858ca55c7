import Dispatch
import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// A site at an address: the bridge between a command that waits and a server that does not.
public final class WebServer: Sendable {
  private struct State {
    var port: Int?
    var failure: (any Error)?
    var isStopped = false
  }

  private let address: WebAddress
  private let server: HTTPServer
  private let desk = LiveDesk()
  private let state = Mutex(State())
  private let opened = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// Makes what does not listen yet.
  public init(_ site: WebSite, at address: WebAddress) {
    self.address = address
    let configuration = HTTPServer.Configuration(
      // Long enough to read a large run file for the first time.
      address: address.socket, timeout: 60, logger: .disabled)
    server = HTTPServer(config: configuration, handler: SiteHandler(site: site, desk: desk))
  }

  /// Opens the port.
  ///
  /// - Returns: the port that is open.
  /// - Throws: `cannotListen`.
  public func start() throws(WebError) -> Int {
    // A visitor that goes away ends its answer, not the program.
    signal(SIGPIPE, SIG_IGN)
    Self.liftLimit()
    Task { [self] in
      do {
        try await server.run()
      } catch {
        state.withLock { $0.failure = error }
      }
      opened.signal()
      ended.signal()
    }
    Task { [self] in
      // A machine that is busy may take its time; a port that cannot be opened ends `run` at once.
      defer { opened.signal() }
      guard (try? await server.waitUntilListening(timeout: 60)) != nil else { return }
      let address = await server.listeningAddress
      state.withLock { $0.port = address.flatMap(Self.port(of:)) }
    }
    opened.wait()
    let (port, failure) = state.withLock { ($0.port, $0.failure) }
    guard let port else {
      desk.close()
      throw .cannotListen(
        host: address.host, port: address.port, reason: Self.reason(failure))
    }
    return port
  }

  /// Waits until the server was stopped.
  /// - Throws: `ended` when it ended by itself.
  public func wait() throws(WebError) {
    ended.wait()
    let (isStopped, failure) = state.withLock { ($0.isStopped, $0.failure) }
    guard isStopped else { throw .ended(reason: Self.reason(failure)) }
  }

  /// Ends all answers and closes the port, within a second.
  public func stop() {
    state.withLock { $0.isStopped = true }
    desk.close()
    Task { [server] in await server.stop() }
    DispatchQueue.global().asyncAfter(deadline: .now() + 1) { [ended] in ended.signal() }
  }

  /// A server that has no descriptor left for a visitor ends; shells allow 1,024 where the system allows many more.
  private static func liftLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 65_536))
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  private static func port(of address: Socket.Address) -> Int? {
    switch address {
    case .ip4(_, let port), .ip6(_, let port): Int(port)
    case .unix: nil
    }
  }

  /// Why a port could not be opened, and what to do.
  private static func reason(_ failure: (any Error)?) -> String {
    guard case .failed(_, let code, let message)? = failure as? SocketError else {
      return failure.map { "\($0)" } ?? "no cause known"
    }
    return switch code {
    case EADDRINUSE: "another program listens there: give another --port, or 0 for any that is free"
    case EACCES: "ports below 1024 are for root: give another --port"
    case EADDRNOTAVAIL: "this machine has no such address: give another --host"
    default: message
    }
  }
}
