import { render } from 'preact';
import type { RunsContract } from '../../../src/protocol/runs.ts';
import { connectHost } from '../shell/host.ts';
import '../shell/shell.css';
import '../table/grid.css';
import './runs.css';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (root) render(<App host={connectHost<RunsContract>()} />, root);
