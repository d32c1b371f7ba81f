"""The second readers of actionlines.alignment: encoder.onnx reads English, neural.npz all six languages."""
