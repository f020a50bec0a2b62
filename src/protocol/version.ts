/** Host and webview come from one build; a mismatch means a stale panel that must be reopened. */
export const protocolVersion = 1;
