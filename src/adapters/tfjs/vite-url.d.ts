/** Vite's address of a file it puts into the build (vite/client would bring the types of the DOM along). */
declare module "*.wasm?url" {
  const url: string;
  export default url;
}
