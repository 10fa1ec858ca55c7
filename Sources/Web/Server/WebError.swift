/// Why a run cannot be shown; each description is one line.
public enum WebError: Error, Equatable, CustomStringConvertible {
  /// No port has that number.
  case badPort(Int)
  /// That is no address.
  case badHost(String)
  /// A token that is guessed, or does not fit into an address.
  case badToken
  /// The port cannot be opened.
  case cannotListen(host: String, port: Int, reason: String)
  /// The server ended by itself.
  case ended(reason: String)

  /// Whether the command line is what is wrong.
  public var isUsage: Bool {
    switch self {
    case .badPort, .badHost, .badToken: true
    case .cannotListen, .ended: false
    }
  }

  /// One line: what, where, what to do.
  public var description: String {
    switch self {
    case .badPort(let port):
      "--port \(port): must be from 0 (any that is free) to 65535"
    case .badHost(let host):
      "--host \(host): must be an address of this machine, such as 127.0.0.1, 0.0.0.0 (all) or ::"
    case .badToken:
      "--token: must have 16 to 200 characters, letters, digits, and - . _ ~; "
        + "without the option one is made"
    case .cannotListen(let host, let port, let reason):
      "cannot listen at \(host), port \(port): \(reason)"
    case .ended(let reason):
      "the server ended (\(reason)): start it again"
    }
  }
}
