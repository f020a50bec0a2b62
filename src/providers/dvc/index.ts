import type { Provider } from '../../core/capability/provider.ts';
import { connectDvc } from './connection.ts';
import { detectProjects } from './detect.ts';

export const provider: Provider = { detect: detectProjects, connect: connectDvc };
