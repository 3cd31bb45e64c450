import { one } from './inner.js'; export const two = one + 1;
