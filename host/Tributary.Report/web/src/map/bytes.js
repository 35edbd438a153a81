/** The bytes of a base64 text. */
export function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    bytes[i] = raw.charCodeAt(i);
  }

  return bytes;
}

/** Reads whole numbers of seven bits a byte, the lowest first, the eighth saying that more follow. */
export function reader(bytes) {
  let at = 0;
  const count = () => {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      number |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        return number >>> 0;
      }
    }
  };
  return {
    count,
    signed: () => { const number = count(); return (number >>> 1) ^ -(number & 1); },
    counts: () => Array.from({ length: count() }, count),
  };
}

/** Numbers of 32 bits. */
export const floatsOf = (text) => new Float32Array(bytesOf(text).buffer);
