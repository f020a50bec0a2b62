import * as vscode from 'vscode';
import { randomBytes } from 'node:crypto';
import type { Port, ToView } from '../../protocol/rpc/wire.ts';
import { panelHtml } from './html.ts';

export type PanelName = 'compare' | 'runs' | 'drift' | 'approval';

/** Fills a webview with a built panel; it may load files from the build folder and from media, nothing else. */
export function fillPanel(panel: vscode.WebviewPanel, extension: vscode.Uri, name: PanelName): Port<ToView> {
  const built = vscode.Uri.joinPath(extension, 'dist', 'webview');
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [built, vscode.Uri.joinPath(extension, 'media')] };
  const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(built, file)).toString();
  const port: Port<ToView> = {
    post: (message) => webview.postMessage(message),
    onMessage: (listener) => webview.onDidReceiveMessage(listener),
  };
  webview.html = panelHtml({
    title: 'MLOps',
    cspSource: webview.cspSource,
    nonce: randomBytes(18).toString('base64url'),
    script: address(`${name}.js`),
    styles: [address('codicon.css'), address(`${name}.css`)],
  });
  return port;
}
