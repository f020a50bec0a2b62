import { render } from 'preact';
import type { DriftContract } from '../../../src/protocol/drift.ts';
import { connectHost } from '../shell/host.ts';
import '../shell/shell.css';
import '../table/grid.css';
import './drift.css';
import './model/model.css';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (root) render(<App host={connectHost<DriftContract>()} />, root);
