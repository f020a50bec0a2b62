/** Text for XML, also within quotes. XML has no place for most control characters, and none for half a surrogate pair. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\n\r\t]/g, (one) => `&#${one.charCodeAt(0)};`);
}
