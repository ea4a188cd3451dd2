export { default } from './treatment';
export { janitor } from './janitor';
export { rescoreBase } from './rescore-base';
export { sweep } from './sweep';
