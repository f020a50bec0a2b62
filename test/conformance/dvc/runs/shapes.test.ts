import { holdShapes } from './holdShapes.ts';
import { shapes } from './shapes.ts';

holdShapes('repositories', shapes);
