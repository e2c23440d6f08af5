/** The page that asks for a job shows them too, so they are the contract's. */
export { DEFAULT_TRAINING_PARAMETERS as DEFAULT_PARAMETERS } from '@inkling/contract';
