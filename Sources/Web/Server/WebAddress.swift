import FlyingSocks
import Foundation

/// Where a server listens.
public struct WebAddress: Sendable {
  /// The address, as it was asked for.
  public let host: String
  /// The port; 0 for any that is free.
  public let port: Int
  /// Whether only this machine can reach it.
  public let isLoopback: Bool
  let socket: any SocketAddress

  /// Reads an address.
  ///
  /// - Parameters:
  ///   - host: digits of IPv4 or IPv6, or `localhost`.
  ///   - port: 0 to 65535.
  /// - Throws: `badPort`, `badHost`.
  public init(host: String, port: Int) throws(WebError) {
    guard let number = UInt16(exactly: port) else { throw .badPort(port) }
    self.host = host
    self.port = port
    let digits = host == "localhost" ? "127.0.0.1" : host
    if let address = try? sockaddr_in.inet(ip4: digits, port: number) {
      socket = address
      isLoopback = digits.hasPrefix("127.")
    } else if let address = try? sockaddr_in6.inet6(ip6: digits, port: number) {
      socket = address
      isLoopback = digits == "::1"
    } else {
      throw .badHost(host)
    }
  }

  /// Whether it is every address of the machine.
  private var isAny: Bool { host == "0.0.0.0" || host == "::" }

  /// What a person types to see it.
  ///
  /// - Parameter port: the port that is open.
  public func link(port: Int, token: String?) -> String {
    let name = isAny ? ProcessInfo.processInfo.hostName : host
    let link = WebLink(path: "/", query: ["token": token])
    return "http://\(name.contains(":") ? "[\(name)]" : name):\(port)\(link.text)"
  }
}
