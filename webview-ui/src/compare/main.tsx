import { render } from 'preact';
import type { CompareContract } from '../../../src/protocol/compare.ts';
import { connectHost } from '../shell/host.ts';
import 'uplot/dist/uPlot.min.css';
import '../shell/shell.css';
import '../table/grid.css';
import './compare.css';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (root) render(<App host={connectHost<CompareContract>()} />, root);
