/// One value for every tensor of a checkpoint.
struct TensorTable<Value> {
  private var values: [Value]

  init(layers: Int, repeating value: Value) {
    values = Array(repeating: value, count: Self.outside + layers * LayerTensor.allCases.count)
  }

  subscript(tensor: BaseTensor) -> Value {
    get { values[Self.index(of: tensor)] }
    set { values[Self.index(of: tensor)] = newValue }
  }

  subscript(layer: Int, tensor: LayerTensor) -> Value {
    values[Self.index(of: .layer(layer, tensor))]
  }

  /// Number of tensors outside of the layers.
  private static var outside: Int { 25 }

  private static func index(of tensor: BaseTensor) -> Int {
    switch tensor {
    case .wordEmbeddings: 0
    case .positionEmbeddings: 1
    case .tokenTypeEmbeddings: 2
    case .embeddingNormWeight: 3
    case .embeddingNormBias: 4
    case .headDenseWeight: 5
    case .headDenseBias: 6
    case .headOutWeight: 7
    case .headOutBias: 8
    case .maskDenseWeight: 9
    case .maskDenseBias: 10
    case .maskNormWeight: 11
    case .maskNormBias: 12
    case .maskOutBias: 13
    case .embeddingProjectionWeight: 14
    case .embeddingProjectionBias: 15
    case .relativeBias: 16
    case .finalNormWeight: 17
    case .finalNormBias: 18
    case .headNormWeight: 19
    case .headNormBias: 20
    case .classToken: 21
    case .patchWeight: 22
    case .patchBias: 23
    case .wordOutWeight: 24
    case .layer(let layer, let tensor):
      outside + layer * LayerTensor.allCases.count + index(of: tensor)
    }
  }

  private static func index(of tensor: LayerTensor) -> Int {
    switch tensor {
    case .queryWeight: 0
    case .keyWeight: 1
    case .valueWeight: 2
    case .queryBias: 3
    case .keyBias: 4
    case .valueBias: 5
    case .attentionOutWeight: 6
    case .attentionOutBias: 7
    case .attentionNormWeight: 8
    case .attentionNormBias: 9
    case .upWeight: 10
    case .upBias: 11
    case .downWeight: 12
    case .downBias: 13
    case .outputNormWeight: 14
    case .outputNormBias: 15
    case .projectionsWeight: 16
    case .projectionsBias: 17
    case .gateWeight: 18
    case .gateBias: 19
    }
  }
}

extension TensorTable: Sendable where Value: Sendable {}
