import { render } from 'preact';
import type { ApprovalContract } from '../../../src/protocol/approval.ts';
import { connectHost } from '../shell/host.ts';
import '../shell/shell.css';
import './approval.css';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (root) render(<App host={connectHost<ApprovalContract>()} />, root);
