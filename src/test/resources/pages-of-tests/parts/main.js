import { LitElement } from 'lit';
import { one } from './one.js';

export const later = () => import('./later.js');
export const all = [LitElement, one];
