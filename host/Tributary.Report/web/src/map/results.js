import { bytesOf } from './bytes.js';

const missing = 65535;
const last = 65534;

/** The value of an item in a frame; null where there is none. */
export function valueOf(result, layer, items, frame, item) {
  const code = codesOf(layer)[(result.static ? 0 : frame * items) + item];
  if (code === missing) {
    return null;
  }

  if (layer.log) {
    return code === 0 ? 0 : layer.low * (layer.high / layer.low) ** ((code - 1) / (last - 1));
  }

  return layer.low + ((layer.high - layer.low) * code) / last;
}

/** Whether a value is missing anywhere. */
export function hasGaps(layer) {
  layer.gaps ??= codesOf(layer).includes(missing);
  return layer.gaps;
}

// Decoded when first shown, since few of many layers ever are.
function codesOf(layer) {
  if (!layer.codes) {
    const bytes = bytesOf(layer.values);
    layer.codes = Uint16Array.from({ length: bytes.length / 2 }, (_, i) => bytes[2 * i] | (bytes[2 * i + 1] << 8));
    layer.values = null;
  }

  return layer.codes;
}
