import { endProbe } from './focusProbe.ts';
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

endProbe();

/**
 * The only import of the toolkit: archived upstream, so it is one folder to swap. The prefix keeps its tags apart from
 * any other library's `vscode-…` tags.
 */
provideVSCodeDesignSystem().withPrefix('mlops').register(vsCodeButton(), vsCodeCheckbox(), vsCodeTextField());
