export { one } from './inner.js';
