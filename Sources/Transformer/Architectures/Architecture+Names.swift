extension Architecture {
  /// The path of a part as a module; nil for one that the family lacks.
  func path(of part: NetworkPart, layer: Int? = nil) -> String? {
    guard let path = modules[part] else { return nil }
    return layer.map { path.replacing("#", with: "\($0)") } ?? path
  }

  /// The name of a tensor in a classifier, which is also PEFT's; nil for a part that the family lacks.
  func name(of tensor: BaseTensor) -> String? { name(of: tensor, in: modules) }

  private func name(of tensor: BaseTensor, in paths: [NetworkPart: String]) -> String? {
    guard let path = paths[tensor.part] else { return nil }
    let own = tensor.layer.map { path.replacing("#", with: "\($0)") } ?? path
    if tensor.part == .classToken || keys.patches != nil && tensor == .positionEmbeddings {
      return own
    }
    return own + (tensor.isBias ? ".bias" : ".weight")
  }

  /// All names under which checkpoints store a tensor, the usual one first.
  ///
  /// A bare encoder (`BertModel`) has no family prefix; the oldest BERT files call LayerNorm's weight
  /// and bias `gamma` and `beta`; the bias of guessed words may be stored with the map it belongs to, and that map,
  /// which is the word embedding, in its place.
  func storedNames(of tensor: BaseTensor) -> [String] {
    guard let usual = name(of: tensor, in: paths), let module = name(of: tensor) else { return [] }
    var names = [usual]
    if usual.hasPrefix(prefix + ".") { names.append(String(usual.dropFirst(prefix.count + 1))) }
    if module != usual { names.append(module) }
    if tensor == .wordEmbeddings, let out = path(of: .maskOut) {
      names.append(out + ".decoder.weight")
    }
    if tensor == .maskOutBias { names.append(usual.dropLast("bias".count) + "decoder.bias") }
    if tensor.part.isNorm {
      names += names.map {
        tensor.isBias ? $0.dropLast("bias".count) + "beta" : $0.dropLast("weight".count) + "gamma"
      }
    }
    return names
  }

  /// Those of a file's tensors that lie in layers, but for buffers that hold no weights.
  func layerTensors(among names: [String]) -> Set<String> {
    let whole = Set(
      (Array(paths.values) + Array(modules.values)).compactMap { path in
        path.firstIndex(of: "#").map { String(path[..<$0]) }
      })
    let starts = whole.union(
      whole.filter { $0.hasPrefix(prefix + ".") }.map { String($0.dropFirst(prefix.count + 1)) })
    let buffers = [".inv_freq", ".position_ids", ".masked_bias"]
    return Set(
      names.filter { name in
        starts.contains { name.hasPrefix($0) } && !buffers.contains { name.hasSuffix($0) }
      })
  }

  /// The part at a path of a checkpoint, and its layer if it is in one.
  func part(at path: Substring) -> (part: NetworkPart, layer: Int?)? {
    for (part, pattern) in Array(paths) + Array(modules) {
      let ends = pattern.split(separator: "#", omittingEmptySubsequences: false)
      guard ends.count == 2 else {
        if path == pattern { return (part, nil) }
        continue
      }
      guard path.count >= pattern.count, path.hasPrefix(ends[0]), path.hasSuffix(ends[1]),
        let layer = Int(path.dropFirst(ends[0].count).dropLast(ends[1].count)),
        (0..<1024).contains(layer)
      else { continue }
      return (part, layer)
    }
    return nil
  }

  /// What PEFT calls a linear map of every layer: the last part of its path, or all of it below the
  /// layer where other modules end the same.
  func target(_ site: LinearSite) -> String? {
    guard let path = modules[site.part], let last = path.split(separator: ".").last else {
      return nil
    }
    let isUnique = modules.values.count { $0 == last || $0.hasSuffix("." + last) } == 1
    return isUnique ? String(last) : path.split(separator: "#.").last.map(String.init)
  }

  /// The parts of the head that PEFT trains whole.
  var trainedHead: [NetworkPart] {
    readout.trainsDense ? [.headDense, .headNorm, .headOut] : [.headOut]
  }
}
