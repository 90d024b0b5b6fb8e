//! Migrations are read at compile time, which cargo does not notice by itself.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
