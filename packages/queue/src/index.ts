export { QUEUE_NAME } from './queue-name.js';
