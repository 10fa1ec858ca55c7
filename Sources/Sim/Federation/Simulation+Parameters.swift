extension Simulation {
  /// The server's parameters: `federation.encoder.layout.count` values.
  public var parameters: [Float] { server }

  /// What client `index` would answer with: the server's parameters with the client's own factors put in.
  ///
  /// - Parameter index: a client of the federation.
  public func parameters(ofClient index: Int) -> [Float] {
    var parameters = server
    let ranges = federation.method.exchange.personal(federation.encoder.layout, gal: Set(gal))
    if let local = clients[index].memory.local { parameters.scatter(local, into: ranges) }
    return parameters
  }
}
