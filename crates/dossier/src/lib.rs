//! The public wire types of the contract, and their exporters.
