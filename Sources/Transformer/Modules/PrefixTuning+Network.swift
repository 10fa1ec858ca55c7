import CKernels

extension PrefixTuning {
  /// Rows made by a network: E [p, d] → tanh(W₁·e + b₁), the same for all layers → Wₖ·h + bₖ for a layer's keys, another
  /// map for its values.
  func installNetwork(_ hidden: Int, in installer: inout ModuleInstaller) {
    let width = installer.configuration.hiddenSize
    let name = "\(installer.configuration.family.name).prefix"
    func segment(
      _ part: String, _ layer: Int?, _ rows: Int, _ columns: Int, _ start: ParameterSegment.Start
    ) -> ParameterSegment {
      ParameterSegment(
        name: "\(name).\(part)", layer: layer, module: "prefix", role: .added, rows: rows,
        columns: columns, start: start)
    }
    func start(_ input: Int) -> ParameterSegment.Start { .uniform(1 / Float(input).squareRoot()) }
    let trunk = installer.share(name) { installer in
      PrefixTrunk(
        rows: installer.add(segment("embedding.weight", nil, length, width, .normal(1))),
        weight: installer.add(segment("hidden.weight", nil, hidden, width, start(width))),
        bias: installer.add(segment("hidden.bias", nil, hidden, 1, start(width))))
    }
    let layer = installer.layer
    func map(_ part: String, _ installer: inout ModuleInstaller) -> MadeRows.Map {
      MadeRows.Map(
        weight: installer.add(
          segment("\(layer).\(part).weight", layer, width, hidden, start(hidden))),
        bias: installer.add(segment("\(layer).\(part).bias", layer, width, 1, start(hidden))))
    }
    let keys = map("key", &installer)
    let values = map("value", &installer)
    installer.attach(
      MadeRows(length: length, hidden: hidden, trunk: trunk, keys: keys, values: values))
  }
}

/// tanh(W₁·E + b₁) [p, m]; keeps it, and room for its gradient by each sample.
private struct PrefixTrunk: SharedHook {
  let rows: ParameterSlot
  let weight: ParameterSlot
  let bias: ParameterSlot

  func forward(_ pass: ModulePass) -> Memo {
    let count = rows.rows * weight.rows
    let memo = pass.workspace.take((1 + pass.spans.count) * count)
    (memo + count).update(repeating: 0, count: pass.spans.count * count)
    let h = Matrix(memo, rows: rows.rows, columns: weight.rows)
    BottleneckMaps.apply(weight, bias, to: rows.matrix(in: pass.parameters), into: h, pass)
    ck_tanh(count, memo)
    return memo
  }

  func backward(memo: Memo, _ pass: ModulePass, _ sink: GradientSink) {
    guard let memo else { return }
    let count = rows.rows * weight.rows
    let mark = pass.workspace.mark
    let d = pass.workspace.matrix(rows.rows, weight.rows)
    let own = pass.workspace.matrix(1, max(weight.count, rows.count))
    sink.eachGroup(of: pass.spans.count) { group in
      d.clear()
      for sample in group { ck_axpy(count, 1, memo + (1 + sample) * count, d.pointer) }
      for index in 0..<count { d.pointer[index] *= 1 - memo[index] * memo[index] }
      multiply(
        d.transposed, rows.matrix(in: pass.parameters),
        into: Matrix(own.pointer, rows: weight.rows, columns: weight.columns))
      sink.add(weight, own.pointer, count: weight.count, sample: group.lowerBound)
      own.pointer.update(repeating: 0, count: bias.count)
      ck_column_sum(d.rows, d.columns, d.pointer, d.stride, own.pointer)
      sink.add(bias, own.pointer, count: bias.count, sample: group.lowerBound)
      multiply(
        d, weight.matrix(in: pass.parameters),
        into: Matrix(own.pointer, rows: rows.rows, columns: rows.columns))
      sink.add(rows, own.pointer, count: rows.count, sample: group.lowerBound)
    }
    pass.workspace.release(to: mark)
  }
}

/// A layer's keys and values from what the trunk makes.
private struct MadeRows: PrefixHook {
  struct Map {
    let weight: ParameterSlot
    let bias: ParameterSlot
  }

  let length: Int
  let hidden: Int
  let trunk: SharedPlace
  let keys: Map
  let values: Map

  func write(keys: Matrix, values: Matrix, _ pass: ModulePass) {
    guard let memo = pass.memo(of: trunk) else { return }
    let h = Matrix(memo, rows: length, columns: hidden)
    BottleneckMaps.apply(self.keys.weight, self.keys.bias, to: h, into: keys, pass)
    BottleneckMaps.apply(self.values.weight, self.values.bias, to: h, into: values, pass)
  }

  func backward(
    keys: Matrix, values: Matrix, sample: Int, _ pass: ModulePass, _ sink: GradientSink
  ) {
    guard let memo = pass.memo(of: trunk) else { return }
    let h = Matrix(memo, rows: length, columns: hidden)
    let dh = Matrix(memo + (1 + sample) * length * hidden, rows: length, columns: hidden)
    let mark = pass.workspace.mark
    let own = pass.workspace.matrix(keys.columns, hidden)
    func give(_ map: Map, _ d: Matrix) {
      multiply(d.transposed, h, into: own)
      sink.add(map.weight, own.pointer, count: map.weight.count, sample: sample)
      own.pointer.update(repeating: 0, count: d.columns)
      ck_column_sum(d.rows, d.columns, d.pointer, d.stride, own.pointer)
      sink.add(map.bias, own.pointer, count: map.bias.count, sample: sample)
      multiply(d, map.weight.matrix(in: pass.parameters), into: dh, adding: true)
    }
    give(self.keys, keys)
    give(self.values, values)
    pass.workspace.release(to: mark)
  }
}
