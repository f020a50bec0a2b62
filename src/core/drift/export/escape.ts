// Marks that turn the direction of text, and controls: a name must not rewrite the line it stands in.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Foreign text for an HTML or SVG document, in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replace(unsafe, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
