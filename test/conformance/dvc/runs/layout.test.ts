import { holdShapes } from './holdShapes.ts';
import { layoutShapes } from './layoutShapes.ts';

holdShapes('files in odd layouts', layoutShapes);
