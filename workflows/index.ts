export { default } from './treatment';
